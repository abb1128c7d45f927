"""Pictures and movies: functions from file to file. No database, no HTTP."""
