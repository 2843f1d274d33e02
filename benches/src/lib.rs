//! Benchmarks by stage and size, and the experiments behind the figures in docs/.
