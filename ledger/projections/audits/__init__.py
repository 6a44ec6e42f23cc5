"""Random audits as their readers have them: the frame's file, the draw recomputed, the counts."""
