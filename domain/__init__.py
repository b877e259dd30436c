"""What the product is: its nouns, its rules and its actions. Knows no platform, store or SDK."""
