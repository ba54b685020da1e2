//! What a request names: a bureau, a point, a standard, by id or by name. What is not there is answered with what is, and a name that several have with where
//! each is.
