"""The sample that `insight demo` loads: written for it, with planted stories (stories.json)."""
