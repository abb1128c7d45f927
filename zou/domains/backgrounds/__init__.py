"""Pictures behind 3D previews."""
