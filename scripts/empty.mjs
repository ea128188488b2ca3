// Stands for a module that is left out of the bundle.
export {}
