//! `yizhan inspect kit`: the files that are made, that they ask for nothing, and what is refused.
