"""Books travel between laptops: bundles, what goes in, what is taken out."""
