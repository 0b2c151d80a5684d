"""Libraries that another program keeps: published from an index folder, and asked like one."""
