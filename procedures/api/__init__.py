"""The public read API: documented, cacheable, for anybody and from any page of the web."""
