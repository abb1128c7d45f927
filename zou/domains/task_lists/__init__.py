"""Lists of tasks over productions: to do, done, to check, open."""
