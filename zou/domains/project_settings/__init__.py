"""What a production uses: task types, statuses, asset types, automations, backgrounds, software."""
