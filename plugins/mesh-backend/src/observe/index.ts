export { PrometheusTrafficSource } from './PrometheusTrafficSource';
