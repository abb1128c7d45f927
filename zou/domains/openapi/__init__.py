"""The description of every route, made of what the handlers declare, and a page that shows it."""
