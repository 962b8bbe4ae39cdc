"""Belgium's municipalities and provinces: their names in each language, finding them, sorting by them."""
