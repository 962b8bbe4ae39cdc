"""What people with a disability could not use: told without an account, answered at the desk."""
