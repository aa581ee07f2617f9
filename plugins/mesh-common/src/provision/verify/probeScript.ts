/** Where the kubelet takes a container's last words from. */
const LOG = '/dev/termination-log';

/**
 * Makes one call again and again, until it came to what is wanted three times
 * in a row, and reports the last one. All that varies comes from the
 * environment: nothing is ever put into the text.
 */
export const CALL_SCRIPT = `
if [ "$PROBE_PROXY" = true ]; then
  tries=0
  until curl -fsS -m 2 -o /dev/null http://127.0.0.1:15021/healthz/ready; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then break; fi
    sleep 1
  done
fi
calls=0; wanted=0; streak=0; seen=
while [ "$calls" -lt "$PROBE_TRIES" ]; do
  calls=$((calls + 1)); rm -f /tmp/body
  status=$(curl -s -m "$PROBE_TIMEOUT" -o /tmp/body -w '%{http_code}' "$PROBE_URL")
  case $? in
    0) seen=$status ;;
    6) seen=name ;;
    7) seen=refused ;;
    28) seen=timeout ;;
    52|55|56) seen=reset ;;
    *) seen=failed ;;
  esac
  if [ "$seen" = "$PROBE_WANT" ]; then
    wanted=$((wanted + 1)); streak=$((streak + 1))
  else
    streak=0
  fi
  if [ "$streak" -ge "$PROBE_STREAK" ]; then break; fi
  sleep "$PROBE_PAUSE"
done
body=
if [ -f /tmp/body ]; then body=$(head -c 200 /tmp/body | tr -dc 'A-Za-z0-9 :.,_-'); fi
printf '{"kind":"call","seen":"%s","body":"%s","calls":%s,"wanted":%s}' "$seen" "$body" "$calls" "$wanted" > ${LOG}
if [ "$PROBE_PROXY" = true ]; then
  curl -s -m 2 -o /dev/null -X POST http://127.0.0.1:15020/quitquitquit
fi
exit 0
`;

/** Asks for the IPv4 addresses of names. */
export const DNS_SCRIPT = `
tries=0
while [ "$tries" -lt "$PROBE_TRIES" ]; do
  tries=$((tries + 1)); all=true; list=; separator=
  for name in $PROBE_NAMES; do
    found=$(dig +short +search +time=3 +tries=1 A "$name" | grep -E '^[0-9.]+$' | head -n 5 | tr '\\n' ' ')
    if [ -z "$found" ]; then all=false; fi
    list="$list$separator\\"$name=$found\\""; separator=,
  done
  if [ "$all" = true ]; then break; fi
  sleep "$PROBE_PAUSE"
done
printf '{"kind":"dns","answers":[%s]}' "$list" > ${LOG}
exit 0
`;
