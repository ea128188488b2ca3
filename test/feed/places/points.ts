/** A point whose country is beyond doubt; null on the high seas. */
export interface Point {
  readonly name: string
  readonly latitude: number
  readonly longitude: number
  readonly country: string | null
}

export interface PointGroup {
  readonly group: string
  readonly points: readonly Point[]
}

/** From geography, not from the library under test. */
export const POINTS: readonly PointGroup[] = [
  {
    group: 'cities',
    points: table(`
      Paris|48.8566|2.3522|FR
      London|51.5074|-0.1278|GB
      Berlin|52.52|13.405|DE
      Madrid|40.4168|-3.7038|ES
      Rome|41.8902|12.4922|IT
      Lisbon|38.7223|-9.1393|PT
      Dublin|53.3498|-6.2603|IE
      Amsterdam|52.3676|4.9041|NL
      Brussels|50.8503|4.3517|BE
      Luxembourg City|49.6116|6.1319|LU
      Bern|46.948|7.4474|CH
      Vienna|48.2082|16.3738|AT
      Prague|50.0755|14.4378|CZ
      Warsaw|52.2297|21.0122|PL
      Budapest|47.4979|19.0402|HU
      Bucharest|44.4268|26.1025|RO
      Sofia|42.6977|23.3219|BG
      Athens|37.9838|23.7275|GR
      Istanbul, European side|41.0082|28.9784|TR
      Ankara|39.9334|32.8597|TR
      Kyiv|50.4501|30.5234|UA
      Minsk|53.9006|27.559|BY
      Vilnius|54.6872|25.2797|LT
      Riga|56.9496|24.1052|LV
      Tallinn|59.437|24.7536|EE
      Helsinki|60.1699|24.9384|FI
      Stockholm|59.3293|18.0686|SE
      Oslo|59.9139|10.7522|NO
      Copenhagen|55.6761|12.5683|DK
      Reykjavik|64.1466|-21.9426|IS
      Moscow|55.7558|37.6173|RU
      Vladivostok|43.1155|131.8855|RU
      Belgrade|44.7866|20.4489|RS
      Zagreb|45.815|15.9819|HR
      Ljubljana|46.0569|14.5058|SI
      Sarajevo|43.8563|18.4131|BA
      Skopje|41.9973|21.428|MK
      Tirana|41.3275|19.8187|AL
      Podgorica|42.4304|19.2594|ME
      Pristina|42.6629|21.1655|XK
      Chisinau|47.0105|28.8638|MD
      Tbilisi|41.7151|44.8271|GE
      Yerevan|40.1792|44.4991|AM
      Baku|40.4093|49.8671|AZ
      Tokyo|35.6762|139.6503|JP
      Osaka|34.6937|135.5023|JP
      Seoul|37.5665|126.978|KR
      Pyongyang|39.0392|125.7625|KP
      Beijing|39.9042|116.4074|CN
      Shanghai|31.2304|121.4737|CN
      Taipei|25.033|121.5654|TW
      Ulaanbaatar|47.8864|106.9057|MN
      Hanoi|21.0278|105.8342|VN
      Bangkok|13.7563|100.5018|TH
      Phnom Penh|11.5564|104.9282|KH
      Vientiane, across the river from Thailand|17.9757|102.6331|LA
      Yangon|16.8409|96.1735|MM
      Kuala Lumpur|3.139|101.6869|MY
      Jakarta|-6.2088|106.8456|ID
      Manila|14.5995|120.9842|PH
      Dhaka|23.8103|90.4125|BD
      Delhi|28.6139|77.209|IN
      Mumbai|19.076|72.8777|IN
      Colombo|6.9271|79.8612|LK
      Kathmandu|27.7172|85.324|NP
      Thimphu|27.4728|89.639|BT
      Islamabad|33.6844|73.0479|PK
      Kabul|34.5553|69.2075|AF
      Tehran|35.6892|51.389|IR
      Baghdad|33.3152|44.3661|IQ
      Damascus|33.5138|36.2765|SY
      Beirut|33.8938|35.5018|LB
      Amman|31.9454|35.9284|JO
      Tel Aviv|32.0853|34.7818|IL
      Gaza City|31.5017|34.4668|PS
      Ramallah|31.9038|35.2034|PS
      Riyadh|24.7136|46.6753|SA
      Dubai|25.2048|55.2708|AE
      Doha|25.2854|51.531|QA
      Kuwait City|29.3759|47.9774|KW
      Muscat|23.588|58.3829|OM
      Sanaa|15.3694|44.191|YE
      Tashkent|41.2995|69.2401|UZ
      Almaty|43.222|76.8512|KZ
      Bishkek|42.8746|74.5698|KG
      Dushanbe|38.5598|68.787|TJ
      Ashgabat|37.9601|58.3261|TM
      Cairo|30.0444|31.2357|EG
      Tripoli|32.8872|13.1913|LY
      Tunis|36.8065|10.1815|TN
      Algiers|36.7538|3.0588|DZ
      Casablanca|33.5731|-7.5898|MA
      Dakar|14.7167|-17.4677|SN
      Lagos|6.5244|3.3792|NG
      Accra|5.6037|-0.187|GH
      Abidjan|5.36|-4.0083|CI
      Addis Ababa|9.032|38.7469|ET
      Nairobi|-1.2921|36.8219|KE
      Kampala|0.3476|32.5825|UG
      Kigali|-1.9441|30.0619|RW
      Dar es Salaam|-6.7924|39.2083|TZ
      Luanda|-8.8383|13.2344|AO
      Lusaka|-15.3875|28.3228|ZM
      Harare|-17.8252|31.0335|ZW
      Maputo|-25.9692|32.5732|MZ
      Windhoek|-22.5609|17.0658|NA
      Gaborone|-24.6282|25.9231|BW
      Johannesburg|-26.2041|28.0473|ZA
      Khartoum|15.5007|32.5599|SD
      Juba|4.8594|31.5713|SS
      New York|40.7128|-74.006|US
      Los Angeles|34.0522|-118.2437|US
      Toronto|43.6532|-79.3832|CA
      Vancouver|49.2827|-123.1207|CA
      Mexico City|19.4326|-99.1332|MX
      Guatemala City|14.6349|-90.5069|GT
      San Salvador|13.6929|-89.2182|SV
      Tegucigalpa|14.0723|-87.1921|HN
      Managua|12.1149|-86.2362|NI
      San Jose|9.9281|-84.0907|CR
      Panama City|8.9824|-79.5199|PA
      Bogota|4.711|-74.0721|CO
      Caracas|10.4806|-66.9036|VE
      Quito|-0.1807|-78.4678|EC
      Lima|-12.0464|-77.0428|PE
      La Paz|-16.4897|-68.1193|BO
      Santiago|-33.4489|-70.6693|CL
      Buenos Aires|-34.6037|-58.3816|AR
      Montevideo|-34.9011|-56.1645|UY
      Asuncion|-25.2637|-57.5759|PY
      Sao Paulo|-23.5505|-46.6333|BR
      Sydney|-33.8688|151.2093|AU
      Perth|-31.9523|115.8613|AU
      Auckland|-36.8509|174.7645|NZ
    `),
  },
  {
    group: 'small states, enclaves and exclaves',
    points: table(`
      Vatican, St Peter's Square|41.9022|12.4568|VA
      San Marino|43.9424|12.4578|SM
      Monaco, Monte Carlo|43.7396|7.4276|MC
      Vaduz|47.141|9.5209|LI
      Andorra la Vella|42.5063|1.5218|AD
      Maseru|-29.3142|27.4833|LS
      Mbabane|-26.3054|31.1367|SZ
      Kaliningrad|54.7104|20.4522|RU
      Nakhchivan|39.2089|45.4122|AZ
      Cabinda|-5.55|12.2|AO
      Ceuta|35.8894|-5.3213|ES
      Melilla|35.2923|-2.9381|ES
      Gibraltar|36.1408|-5.3536|GI
      Campione d'Italia|45.9686|8.9708|IT
      Llívia|42.464|1.981|ES
      Büsingen|47.6967|8.69|DE
      Oecusse|-9.2|124.36|TL
      Anchorage, Alaska|61.2181|-149.9003|US
    `),
  },
  {
    group: 'places on both sides of borders',
    points: table(`
      Basel|47.5596|7.5886|CH
      Saint-Louis, France|47.592|7.559|FR
      Strasbourg|48.5734|7.7521|FR
      Kehl|48.5725|7.81|DE
      Detroit|42.3314|-83.0458|US
      Windsor, Ontario|42.3|-83.016|CA
      Niagara Falls, Ontario|43.0896|-79.0849|CA
      Niagara Falls, New York|43.0962|-79.0377|US
      San Diego, San Ysidro|32.552|-117.045|US
      Tijuana|32.5149|-117.0382|MX
      El Paso|31.7619|-106.485|US
      Ciudad Juárez|31.6904|-106.4245|MX
      Foz do Iguaçu|-25.5163|-54.5854|BR
      Ciudad del Este|-25.5097|-54.6111|PY
      Puerto Iguazú|-25.5991|-54.5736|AR
      Brazzaville|-4.2634|15.2429|CG
      Kinshasa|-4.4419|15.2663|CD
      Singapore, Orchard Road|1.3048|103.8318|SG
      Johor Bahru|1.4655|103.7578|MY
      Copenhagen airport|55.618|12.656|DK
      Malmö|55.605|13.0038|SE
      Görlitz|51.15|14.98|DE
      Zgorzelec|51.148|15.01|PL
      Trieste|45.6495|13.7768|IT
      Koper|45.5481|13.7302|SI
      Aqaba|29.5321|35.0063|JO
      Eilat|29.5577|34.9519|IL
      Victoria Falls town|-17.932|25.825|ZW
      Livingstone|-17.85|25.86|ZM
      Shenzhen|22.5431|114.0579|CN
      Imatra|61.17|28.77|FI
      Narva|59.3772|28.19|EE
      Ivangorod|59.375|28.22|RU
      Geneva|46.2044|6.1432|CH
      Annemasse|46.194|6.237|FR
      Como|45.808|9.0852|IT
    `),
  },
  {
    group: 'islands and territories',
    points: table(`
      Hong Kong, Central|22.2819|114.1582|HK
      Macau|22.1987|113.5439|MO
      San Juan, Puerto Rico|18.4655|-66.1057|PR
      Guam|13.4443|144.7937|GU
      Nuuk|64.1814|-51.6941|GL
      Tórshavn|62.0079|-6.79|FO
      Saint Helier, Jersey|49.1868|-2.1066|JE
      Douglas, Isle of Man|54.1523|-4.4861|IM
      Pointe-à-Pitre, Guadeloupe|16.2411|-61.5331|GP
      Fort-de-France, Martinique|14.6161|-61.0588|MQ
      Saint-Denis, Réunion|-20.8789|55.4481|RE
      Cayenne|4.9224|-52.3135|GF
      Mamoudzou, Mayotte|-12.7806|45.2278|YT
      Nouméa|-22.2711|166.438|NC
      Papeete, Tahiti|-17.5516|-149.5585|PF
      Hamilton, Bermuda|32.2949|-64.7814|BM
      Oranjestad, Aruba|12.5186|-70.0358|AW
      Willemstad, Curaçao|12.1084|-68.9335|CW
      Philipsburg, Sint Maarten|18.026|-63.0458|SX
      Marigot, Saint Martin|18.0675|-63.082|MF
      Mariehamn, Åland|60.0973|19.9348|AX
      Longyearbyen, Svalbard|78.2232|15.6267|SJ
      Stanley, Falklands|-51.6977|-57.8517|FK
      Honolulu|21.3069|-157.8583|US
      Ponta Delgada, Azores|37.7394|-25.6687|PT
      Funchal, Madeira|32.6669|-16.9241|PT
      Las Palmas, Canary Islands|28.1235|-15.4363|ES
      Palma de Mallorca|39.5696|2.6502|ES
      Ajaccio, Corsica|41.9192|8.7386|FR
      Heraklion, Crete|35.3387|25.1442|GR
      Kos town, off the Turkish coast|36.893|27.288|GR
      Bodrum|37.0344|27.4305|TR
      Nicosia, south|35.16|33.36|CY
      Valletta|35.8989|14.5146|MT
      Hobart, Tasmania|-42.8821|147.3272|AU
      Denpasar, Bali|-8.6705|115.2126|ID
      Malé|4.1755|73.5093|MV
      Victoria, Seychelles|-4.6191|55.4513|SC
      Port Louis|-20.1609|57.5012|MU
      Antananarivo|-18.8792|47.5079|MG
      Praia|14.933|-23.5133|CV
      Havana|23.1136|-82.3666|CU
      Port-au-Prince|18.5944|-72.3074|HT
      Santo Domingo|18.4861|-69.9312|DO
      Kingston|17.9712|-76.7936|JM
      Nassau|25.0443|-77.3504|BS
      Bridgetown|13.1132|-59.5988|BB
      Port of Spain|10.6549|-61.5019|TT
      Easter Island|-27.1127|-109.3497|CL
      Galápagos, Puerto Ayora|-0.7393|-90.3138|EC
      Zanzibar|-6.1659|39.2026|TZ
      Naha, Okinawa|26.2124|127.6809|JP
      Jeju|33.4996|126.5312|KR
      Phuket|7.8804|98.3923|TH
    `),
  },
  {
    group: 'coasts and beaches',
    points: table(`
      Santa Monica pier end|34.0075|-118.4995|US
      Brighton pier|50.815|-0.1367|GB
      Scheveningen beach|52.118|4.276|NL
      Copacabana|-22.9719|-43.1823|BR
      Bondi Beach|-33.8915|151.2777|AU
      Nice, Promenade des Anglais|43.6947|7.2653|FR
      Barceloneta|41.3784|2.1925|ES
      Venice Lido|45.405|12.368|IT
      Ipanema offshore, 1 km|-23.0|-43.205|BR
      Odesa|46.4825|30.7233|UA
      Cape Town, Clifton|-33.941|18.377|ZA
      Goa, Calangute|15.544|73.7554|IN
    `),
  },
  {
    group: 'places near the antimeridian',
    points: table(`
      Suva|-18.1416|178.4419|FJ
      Taveuni, west of 180|-16.85|179.95|FJ
      Taveuni, east of 180|-16.82|-179.95|FJ
      Labasa|-16.4333|179.3667|FJ
      Nuku'alofa|-21.1393|-175.2049|TO
      Apia|-13.8333|-171.7667|WS
      Pago Pago|-14.2756|-170.702|AS
      Mata-Utu, Wallis|-13.2825|-176.1764|WF
      Funafuti|-8.5243|179.1942|TV
      Tarawa|1.4518|172.9717|KI
      Kiritimati|1.8721|-157.4278|KI
      Chatham Islands|-43.953|-176.559|NZ
      Anadyr|64.7337|177.4968|RU
      Uelen, Chukotka|66.159|-169.809|RU
      Attu, Aleutians|52.902|173.05|US
      Nome, Alaska|64.5011|-165.4064|US
      Majuro|7.0897|171.3803|MH
    `),
  },
  {
    group: 'oceans and the poles',
    points: table(`
      Mid-Atlantic|35|-40|-
      Mid-Pacific|-5|-130|-
      Southern Indian Ocean|-40|85|-
      Arctic Ocean|88|0|-
      South Pole|-90|0|AQ
      McMurdo|-77.8419|166.6863|AQ
    `),
  },
]

function table(text: string): readonly Point[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', latitude, longitude, country = ''] = line.trim().split('|')
      return {
        name,
        latitude: Number(latitude),
        longitude: Number(longitude),
        country: country === '-' ? null : country,
      }
    })
}
