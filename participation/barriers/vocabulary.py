"""How much may be told."""

LONGEST = {"words": 2000, "page": 500, "name": 120, "email": 254, "answer": 2000}
