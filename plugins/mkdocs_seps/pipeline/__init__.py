"""What is in pull requests, and how proposals came to where they are."""
