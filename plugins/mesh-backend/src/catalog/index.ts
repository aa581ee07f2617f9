export * from './CatalogReader';
export * from './deriveCatalogDiagnostics';
