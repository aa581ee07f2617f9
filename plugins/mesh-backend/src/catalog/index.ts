export * from './CatalogReader';
export * from './deriveCatalogDiagnostics';
export * from './toContractSource';
