"""Case files: what happens with a disclosure once it is in. The dialogue itself stands in `correspondence`."""
