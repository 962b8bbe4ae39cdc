"""Pictures made of letters and plain shapes: for whoever passes a page on."""
