"""What is printed and downloaded: tables, their columns, pictures."""
