"""Pictures of people, productions and the studio."""
