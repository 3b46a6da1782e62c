"""How good and how fast the system is: gold sets and measuring scripts."""
