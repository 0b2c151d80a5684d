"""An index folder with its model: asked, brought up to date, repaired."""
