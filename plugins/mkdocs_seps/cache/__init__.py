"""What is kept between runs, outside of every checkout."""
