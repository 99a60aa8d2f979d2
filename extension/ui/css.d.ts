/** Vite bundles a style sheet where it is imported. */
declare module '*.css'
