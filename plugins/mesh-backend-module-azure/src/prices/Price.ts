/** What one unit of something costs in a region. */
export type Price = {
  service: string;
  product: string;
  sku: string;
  meter: string;
  /** For example `1 Hour` or `1/Month`. */
  unit: string;
  price: number;
  currency: string;
  /** Size of a virtual machine; empty for everything else. */
  armSku: string;
};
