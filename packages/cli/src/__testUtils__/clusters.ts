/** Two clusters, of which the first has everything. */
export const CLUSTERS = `
- name: shop-weu
  dnsZone: mesh.internal
  gateways:
    internal:
      namespace: aks-istio-ingress
      selector: { istio: aks-istio-ingressgateway-internal }
      serviceAccount: aks-istio-ingressgateway-internal
      address: 10.240.4.4
- name: shop-neu
`;
