"""What whoever runs the server needs of it: logs, figures, whether it is well, a clean end."""
