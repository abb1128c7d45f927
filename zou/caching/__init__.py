"""Bytes of replies kept in memory, and how a process knows that they are still true."""
