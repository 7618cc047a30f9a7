-- What wrk asks `snippetgen serve` for: the snippets of a request with a bearer token and a JSON
-- body, for the default client of every language. `scripts/load` runs it.

wrk.method = "POST"
wrk.path = "/api/snippets"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{
  "message": "POST /v1/orders HTTP/1.1\nHost: api.example.com\nAuthorization: Bearer {token}\nContent-Type: application/json\nAccept: application/json\n\n{\n  \"customer\": \"Jason Sweet\",\n  \"quantity\": 1,\n  \"price\": 18.00\n}\n",
  "clients": ["all"]
}]]

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    "%.0f requests/s, p50 %.2f ms, p99 %.2f ms, %d failed\n",
    summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
