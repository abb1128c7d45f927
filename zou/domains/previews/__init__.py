"""Previews: the pictures, movies and files of revisions shown on tasks."""
