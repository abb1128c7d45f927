"""What assets, shots, sequences, episodes, scenes, edits and concepts have in common."""
