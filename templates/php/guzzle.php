<?php

require "vendor/autoload.php";

use GuzzleHttp\Client;

$client = new Client();
$response = $client->request{{ arguments }};

echo $response->getStatusCode(), PHP_EOL, $response->getBody();
