<?php

$curl = curl_init{{ url }};
curl_setopt_array{{ options }};
$response = curl_exec($curl);
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);

echo $status, PHP_EOL, $response;
