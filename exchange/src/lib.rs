//! Every file that crosses a boundary between departments, as a versioned schema.
