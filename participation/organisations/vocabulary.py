"""How long the parts of an application may be (characters), and the languages it chooses from."""

MOST_LINKS = 3
LONGEST = {
    "name": 120,
    "about": 2000,
    "website": 200,
    "contact": 254,
    "link_name": 60,
    "link_address": 200,
    "municipality": 80,
    "enterprise_number": 20,
    "applicant": 120,
    "function": 120,
    "email": 254,
    "message": 2000,
    "text": 2000,  # of an answer to the desk
    "reason": 2000,
    "mandate_words": 300,
}
