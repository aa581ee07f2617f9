export {
  type HeadersSource,
  PrometheusTrafficSource,
} from './PrometheusTrafficSource';
