/** A price as the list of retail prices has it. */
export type PriceItem = {
  currencyCode: string;
  retailPrice: number;
  unitPrice: number;
  armRegionName: string;
  location: string;
  meterName: string;
  skuName: string;
  productName: string;
  serviceName: string;
  serviceFamily: string;
  unitOfMeasure: string;
  type: 'Consumption';
  armSkuName: string;
  isPrimaryMeterRegion: boolean;
};

const REGIONS = ['westeurope', 'northeurope', 'germanywestcentral', 'eastus'];

type Price = [
  serviceName: string,
  productName: string,
  skuName: string,
  meterName: string,
  unitOfMeasure: string,
  price: number,
  armSkuName?: string,
];

const AKS = 'Azure Kubernetes Service';
const GATEWAY = 'Application Gateway';
const GATEWAY_WAF = 'Application Gateway WAF v2';
const VM = 'Virtual Machines';

/** Made up, near to what things cost. */
const PRICES: Price[] = [
  [AKS, AKS, 'Standard', 'Standard Uptime SLA', '1 Hour', 0.1],
  [AKS, AKS, 'Premium', 'Premium Long Term Support', '1 Hour', 0.6],
  [
    VM,
    'Virtual Machines Ddsv5 Series',
    'D2ds v5',
    'D2ds v5',
    '1 Hour',
    0.136,
    'Standard_D2ds_v5',
  ],
  [
    VM,
    'Virtual Machines Ddsv5 Series',
    'D4ds v5',
    'D4ds v5',
    '1 Hour',
    0.272,
    'Standard_D4ds_v5',
  ],
  [
    VM,
    'Virtual Machines Ddsv5 Series',
    'D8ds v5',
    'D8ds v5',
    '1 Hour',
    0.544,
    'Standard_D8ds_v5',
  ],
  [
    VM,
    'Virtual Machines Ddsv5 Series',
    'D16ds v5',
    'D16ds v5',
    '1 Hour',
    1.088,
    'Standard_D16ds_v5',
  ],
  [
    VM,
    'Virtual Machines Dsv5 Series',
    'D4s v5',
    'D4s v5',
    '1 Hour',
    0.23,
    'Standard_D4s_v5',
  ],
  [GATEWAY, GATEWAY_WAF, 'Standard', 'Standard Fixed Cost', '1 Hour', 0.443],
  [
    GATEWAY,
    GATEWAY_WAF,
    'Standard',
    'Standard Capacity Units',
    '1 Hour',
    0.0144,
  ],
  [
    'Virtual Network',
    'IP Addresses',
    'Standard',
    'Standard IPv4 Static Public IP',
    '1 Hour',
    0.005,
  ],
  [
    'Load Balancer',
    'Load Balancer',
    'Standard',
    'Standard Included LB Rules and Outbound Rules',
    '1 Hour',
    0.025,
  ],
  ['Azure DNS', 'Azure DNS', 'Private', 'Private Zone', '1/Month', 0.5],
  [
    'Log Analytics',
    'Log Analytics',
    'Analytics Logs',
    'Analytics Logs Data Ingestion',
    '1 GB',
    2.76,
  ],
  [
    'Azure Monitor',
    'Azure Monitor',
    'Metrics ingestion',
    'Metrics ingestion Metric samples',
    '10M',
    0.16,
  ],
  ['Key Vault', 'Key Vault', 'Standard', 'Operations', '10K', 0.03],
];

/** Every price in every region. */
export const PRICE_ITEMS: PriceItem[] = REGIONS.flatMap(region =>
  PRICES.map(([service, product, sku, meter, unit, price, armSku = '']) => ({
    currencyCode: 'USD',
    retailPrice: price,
    unitPrice: price,
    armRegionName: region,
    location: region,
    meterName: meter,
    skuName: sku,
    productName: product,
    serviceName: service,
    serviceFamily: service === VM ? 'Compute' : 'Networking',
    unitOfMeasure: unit,
    type: 'Consumption' as const,
    armSkuName: armSku,
    isPrimaryMeterRegion: true,
  })),
);
