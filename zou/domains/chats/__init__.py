"""Chats: one about each entity, for those who have joined it."""
