"""`zou up`: PostgreSQL, Valkey, worker and server in one command, on one data folder."""
