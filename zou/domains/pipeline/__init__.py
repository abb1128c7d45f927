"""What all productions of the studio share: task types, statuses, entity types, automations, actions."""
