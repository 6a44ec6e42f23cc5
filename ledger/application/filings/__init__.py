"""What people without a key say: taken as JSON, signed by an intake as received, followed with a receipt."""
