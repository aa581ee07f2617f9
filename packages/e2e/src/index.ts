export type { Product } from './startProduct';
