//! Standardise, encode, block, compare, model, union, evaluate.
