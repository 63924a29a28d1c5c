"""What operators see and do on the admin pages."""
