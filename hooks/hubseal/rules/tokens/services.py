"""`service-key`: hundreds of services whose keys have no shape of their own, with the services' names as data.

A finding needs the service's name right before the value, a telling word or an assignment, and a value that looks
random; it is an error where the value is plainly random and the name before it that of a secret. The message names the service. To add one put its name in the row of its field. A space in a name
stands for any separator or none; `!` marks an ordinary word, which counts only beside a telling one (`line_token`).
"""

from __future__ import annotations

import re
from re import Match

from ...rule_types import MatchContext, Rule, RuleEntry, Verdict
from ...validators.heuristics import is_random
from ...validators.synthetic import named
from ..entries import with_variants
from .token_builders import LEVELS, contextual, revoke
from .value_format import UUID

NAMED_KEY = "Service API key ({who})"
MODELS = "Whoever reads it runs models on your bill and reads what your account has sent."
DATA = "Whoever reads it reads and changes the runs, data and models of your account."
PACKAGES = "Whoever holds it publishes packages that other people install."
QUOTA = "Whoever holds it uses the service on the account's quota or bill, and reads what the account may."
VALUE = (
    rb"(?!(?i:secret|token|key|access|private|api|auth|client|pass|login)[A-Za-z]{0,8}[ _.:=-])(?:"
    + UUID
    + rb"|[0-9A-Za-z][0-9A-Za-z_=.+/-]{10,400}[0-9A-Za-z=])(?![0-9A-Za-z_=+/-])"
)
TELLING = rb"(?i)key|token|secret|access|private|auth|pass|cred|licen|bearer|pat\b|pwd|appid|app_id"


def fits(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A key name that tells may hold any random value; a service's name alone needs one that is nothing but a key."""
    value = match["leak"]
    if len(value) < 20 and re.fullmatch(rb"[A-Za-z_.-]+[0-9]{1,2}", value):
        return Verdict("off", "it is a name")
    if re.search(TELLING, context.data[match.start() : context.start]):
        return None
    if match.groupdict().get("set") and is_random(value):
        return None
    plain = re.fullmatch(UUID, value) or (value.isalnum() and len(value) >= 16 and not value.isalpha())
    return Verdict("note", "only the service's name stands before it") if plain else Verdict("off")


def field(former_id: str, example_key: str, length: int, names: str) -> RuleEntry:
    """A row: the field's services, and the length of the key of the one in `example_key`."""
    return contextual(
        former_id,
        NAMED_KEY,
        QUOTA,
        tuple([n.strip() for n in names.split(",")]),
        pattern=VALUE,
        samples=(f"{{a{length - 6}}}{{d2}}{{a4}}", "{uuid}"),
        clean=(
            f"other_value={{a{length - 6}}}{{d2}}{{a4}}",
            f"{example_key}={{a7}}",
            f"{example_key}=your-key-goes-right-here",
        ),
        example_key=example_key,
        validators=(named, fits),
        ahead=512,
        bits=120,
    )


RULES: tuple[RuleEntry, ...] = (
    with_variants(
        RuleEntry(
            Rule(
                "service-key",
                "tokens",
                "Service API key",
                QUOTA,
                revoke(""),
                LEVELS["warning"],
            )
        ),
        contextual(
            "nlp-cloud-key",
            NAMED_KEY,
            MODELS,
            ("monkeylearn", "paralleldots", "dandelion", "lexigram", "nlpcloud", "nlp_cloud"),
            "{h40}",
            "{a43}",
            "{n32}",
            "{n36}",
            example_key="MONKEYLEARN_API_KEY",
        ),
        contextual(
            "vector-store-key",
            NAMED_KEY,
            DATA,
            ("qdrant", "weaviate", "chroma_", "zilliz", "milvus"),
            "{b32-96}",
            example_key="QDRANT_API_KEY",
        ),
        contextual(
            "pipeline-key",
            NAMED_KEY,
            DATA,
            ("dagster", "airbyte", "clearml", "determined_ai", "valohai", "trains_api"),
            "{a30-64}",
            example_key="CLEARML_API_SECRET_KEY",
        ),
        contextual(
            "scraping-key",
            NAMED_KEY,
            DATA,
            ("scrapingbee", "scraperapi", "scraper_api", "zenrows", "diffbot", "serpapi", "serp_api", "serper"),
            "{U80}",
            "{h64}",
            "{h40}",
            "{n32}",
            example_key="SERPAPI_API_KEY",
        ),
        contextual(
            "registry-key",
            NAMED_KEY,
            PACKAGES,
            ("packagecloud", "gemfury", "cloudsmith", "fury auth"),
            "{x48}",
            "{x40}",
            "{a36}",
            "{a20}",
            example_key="PACKAGECLOUD_TOKEN",
        ),
        field(
            "weather-service-key",
            "OPENWEATHER_API_KEY",
            32,
            "openweathermap, openweather, open weather, pyowm, !owm, weatherbit, weatherstack, weatherapi, weather api, "
            "visualcrossing, visual crossing, worldweather, accuweather, meteostat, stormglass, openuv, aqicn, "
            "airvisual, ambee, tomorrow io, climacell, !nasa, nasa.gov, wunderground, darksky, meteomatics, solcast, "
            "besttime, purpleair, carboninterface, carbon interface",
        ),
        field(
            "location-service-key",
            "MAPQUEST_API_KEY",
            32,
            "ipinfo, ipstack, ipapi, ipgeolocation, ipdata, ipify, ip2location, ipinfodb, ipqualityscore, ipquality, "
            "vpnapi, abuseipdb, abstractapi, mapquest, tomtom, hereapi, !here, graphhopper, geoapify, geocodio, "
            "geocode, geocodify, opencage, opencagedata, positionstack, locationiq, smartystreets, loqate, what3words, "
            "walkscore, walk score, zipcodeapi, zipcodebase, getgeoapi, countrylayer, route4me, foursquare, !yelp, "
            "maptiler, stadia maps, jawg, arcgis, !esri, bing maps, baidu map, !amap, autonavi, radar io, trimble, "
            "!geoip, getaddress, postcodes, openrouteservice, vatlayer, aviationstack, flightapi, flightaware, amadeus, "
            "skyscanner, travelpayouts, sabre api, ticketmaster, citybikes, transitland",
        ),
        field(
            "market-data-key",
            "FINNHUB_API_KEY",
            20,
            "finnhub, alphavantage, alpha vantage, !polygon, iexcloud, iex cloud, !fixer, exchangerate, exchange rate, "
            "openexchangerates, currencylayer, currencyscoop, currencyfreaks, currencyapi, fastforex, marketstack, "
            "mediastack, tiingo, twelvedata, twelve data, intrinio, financialmodelingprep, !fmp, nasdaq, quandl, "
            "tradier, oanda, simfin, stockdata, eodhd, barchart, !alpaca, !apca, coinlayer, coinlib, glassnode, "
            "worldcoinindex, ethplorer, bitcoinaverage, nomics, !covalent, bitquery, theoddsapi, the odds api, odds "
            "api, pandascore, sportmonks, sportsmonk, sportradar, api football, !fred, !census, sec api, openfigi, "
            "dfuse, !impala, tatum, tatumio, web3 storage, nft storage, pinata, lunchmoney, lunch money, ynab, finage, "
            "marketaux, stockanalysis, coinranking",
        ),
        field(
            "scraping-service-key",
            "SERPAPI_API_KEY",
            64,
            "serpapi, serp api, serpstack, serphouse, serper, scrapingbee, scraperapi, scraper api, scrapingant, "
            "scrapeowl, scrapestack, scrapfly, scrapingdog, zenrows, zenserp, zenscrape, webscraper, webscraping, "
            "proxycrawl, crawlbase, brightdata, bright data, luminati, oxylabs, smartproxy, webshare, diggernaut, "
            "parsehub, octoparse, browserless, browshot, screenshotapi, screenshotlayer, screenshot api, blitapp, "
            "powrbot, urlbox, apiflash, microlink, linkpreview, link preview, extractorapi, diffbot, phantombuster, "
            "dataforseo, semrush, ahrefs, !moz, spyfu, similarweb, builtwith, bing search, searchapi, fetchrss, "
            "!nimble, pollsapi, oopspam, !exa, captcha solver, 2captcha, anticaptcha, anti captcha, capsolver, "
            "deathbycaptcha, newscatcher, currentsapi, newsapi, gnews",
        ),
        field(
            "enrichment-service-key",
            "HUNTER_API_KEY",
            40,
            "!hunter, clearbit, !apollo, peopledatalabs, people data labs, rocketreach, uplead, lusha, zoominfo, "
            "fullcontact, snov, getemail, emailage, zerobounce, neverbounce, debounce, kickbox, mailboxlayer, "
            "numverify, whoxy, whoisxml, whoisfreaks, jsonwhois, securitytrails, shodan, censys, virustotal, virus "
            "total, !vt, urlscan, greynoise, alienvault, hybrid analysis, intelx, dehashed, leakix, binaryedge, "
            "zoomeye, !fofa, criminalip, passivetotal, riskiq, threatbook, detectify, !clay, brandfetch, userstack, "
            "opencorporates, crunchbase, glassdoor, adzuna, interseller, leadfeeder, lendflow, wallarm, jupiterone, "
            "!cicero, propublica, enigma io, dun bradstreet, eagleeyenetworks, hibp, haveibeenpwned",
        ),
        field(
            "sales-service-key",
            "PIPEDRIVE_API_TOKEN",
            40,
            "pipedrive, insightly, copper crm, capsulecrm, capsule crm, !nutshell, salesflare, salesloft, reply io, "
            "replyio, lemlist, overloop, woodpecker, mixmax, !streak, helpscout, help scout, groovehq, groove hq, "
            "gorgias, kayako, helpcrunch, livechat, chatfuel, manychat, chatbot, instabot, cliengo, satismeter, "
            "delighted, simplesat, nicereply, surveysparrow, surveymonkey, survicate, surveybot, jotform, formcraft, "
            "formbucket, formio, formsite, wufoo, paperform, !refiner, qualaroo, hotjar, autopilot, ortto, madkudu, "
            "!segment, rudderstack, getgist, !vero, attentive, yotpo, partnerstack, fullstory, bombbomb, signupgenius, "
            "eventbrite, meetup, appointedd, calendly, acuity scheduling, vyte, planyo, setmore, simplybook, "
            "salescookie, !prospect, prospectcrm, kylas, centralstationcrm, lessannoyingcrm, !less, axonaut, avaza, "
            "teamleader, freshsales, mavenlink, !fulcrum, !canny, uservoice, productboard, prodpad, feedier, upwave, "
            "ritekit, rebrandly, bitly, t.ly, !tly, tinyurl, short io, cutt ly, karmacrm, !karma, companyhub, "
            "companycam, besnappy, campayn, vbout, moosend, sendinblue, zonkafeedback, zonka, tickettailor, "
            "simplynoted, simvoly, metrilo, storychief, stripo, leadsquared, apptivo, agilecrm, nethunt, hiveage, "
            "!raven, omnisend",
        ),
        field(
            "work-service-key",
            "TODOIST_API_TOKEN",
            40,
            "todoist, !toggl, clockify, timecamp, !harvest, everhour, tmetric, worksnaps, rescuetime, wrike, basecamp, "
            "teamwork, podio, pipefy, clubhouse, !shortcut, shortcutaccess, meistertask, mindmeister, dynalist, "
            "workflowy, supernotes, evernote, boostnote, stormboard, nozbe, goodday, beebole, kanbanize, zenkit, "
            "!quire, !coda, codatoken, codaio, smartsheet, sheety, pandadoc, docusign, hellosign, dropbox sign, "
            "signaturit, signrequest, yousign, signnow, docparser, parseur, pdflayer, pdfshift, pdfco, selectpdf, "
            "craftmypdf, apitemplate, convertapi, cloudconvert, cloudmersive, conversiontools, restpack, api2pdf, "
            "hybiscus, documo, dronahq, retool, appsynergy, caspio, bannerbear, placid app, shotstack, geckoboard, "
            "klipfolio, databox, looker, metabase, redash, chartio, holistics, !holistic, domo api, sisense, bamboohr, "
            "bamboo hr, !humanity, !deputy, !juro, gusto, !greenhouse, !workable, smartrecruiters, personio, paychex, "
            "!float, paydirtapp, invoiceninja, zoho, box com, !box, boxapi, boxkey, pcloud, backblaze, b2 application, "
            "wasabi, filestack, uploadcare, transloadit, fileio, onedrive, sharepoint, egnyte, liveagent, loadmill, "
            "holidayapi, calendarific, rentman, shipday, protocolsio, !protocols, sherpadesk, teamworkcrm, "
            "teamworkdesk, qubole, rockset, stitchdata, !impala, !eraser, anypoint, mulesoft, privateai, !ditto, "
            "alegra, dyspatch, codequiry, collect2, findl, unplugg, unplu",
        ),
        field(
            "developer-service-key",
            "BROWSERSTACK_ACCESS_KEY",
            20,
            "browserstack, saucelabs, sauce labs, lambdatest, testingbot, bitbar, kobiton, !percy, applitools, "
            "!chromatic, !cypress, record key, blazemeter, runscope, k6 cloud, gatling, dareboost, gtmetrix, pingdom, "
            "uptimerobot, statuscake, betterstack, better stack, betteruptime, better uptime, checkly, updown io, "
            "statuspal, site24x7, apimetrics, appoptics, appcenter, app center, bugherd, instabug, lokalise, crowdin, "
            "phraseapp, transifex, poeditor, weblate, detectlanguage, deepl, languagelayer, !semaphore, buddybuild, "
            "codemagic, codeship, wercker, appveyor, scrutinizer, knapsackpro, knapsack pro, deepsource, versioneye, "
            "libraries io, fossa, gitguardian, semgrep, veracode, checkmarx, sslmate, buddyns, dnsimple, dnsmadeeasy, "
            "namecheap, godaddy, gandi, porkbun, cloudns, cloudplan, duckdns, zerotier, !particle, particle.io, "
            "blynk, thingspeak, losant, ifttt, pipedream, n8n api, make com, integromat, workato, tray io, rapidapi, "
            "rapid api, apilayer, api layer, mockaroo, jsonbin, pastebin, stackexchange, stackoverflow, stack exchange, "
            "wakatime",
        ),
        field(
            "content-service-key",
            "STORYBLOK_TOKEN",
            24,
            "storyblok, prismic, !sanity, datocms, buttercms, butter cms, kontent, ghost admin, ghost content, strapi, "
            "directus, webflow, wpengine, wpe api, kinsta, stackpath, bunnycdn, bunny net, keycdn, imgix, tinypng, "
            "tinify, kraken io, cloudimage, removebg, remove bg, unsplash, pexels, pixabay, giphy, !tenor, "
            "shutterstock, gettyimages, gyazo, imgur, imagga, wistia, jwplayer, mux token, dailyco, !daily, !whereby, "
            "livekit, data.gov, datagov, spoonacular, edamam, nutritionix, musixmatch, nytimes, guardian api, "
            "!guardian, guardianapis, aylien, rawg, igdb, giantbomb, iconfinder, noun project, flaticon, wordnik, "
            "owlbot, words api, merriam, oxford dictionaries, uclassify, monkeylearn, meaningcloud, textrazor, "
            "paralleldots, !dandelion, lexigram, speechtext, rev ai, happyscribe, happy scribe, trint, voicegain, "
            "voodoosms, zamzar, ocrspace, ocr space, nanonets, mindee, veryfi, taggun, klippa, flat.io, !flat, "
            "readwise, !blogger, medium token, hashnode, devto, dev to, commercejs, !bulbul, loyverse, powtoon, "
            "synthesia, heygen, did api, canva token",
        ),
        field(
            "analytics-service-key",
            "AMPLITUDE_API_KEY",
            32,
            "amplitude, mixpanel, heap io, !keen, keenio, keen read, keen write, keen master, chartmogul, baremetrics, "
            "profitwell, pendo, appcues, woopra, kissmetrics, piwik, matomo, simpleanalytics, countly, appsflyer, "
            "kochava, singular api, tenjin, branch io, branch key, revenuecat, adapty, qonversion, atera, domotz, "
            "auvik, qase, testrail, practitest, !privacy, onetrust, cookiebot, leanplum, clevertap, moengage, "
            "webengage, localytics, flurry, unity ads, admob, applovin, ironsource, vungle, taboola, outbrain, criteo, "
            "doubleclick, column key, column token, copyleaks, plagiarism, turnitin, scale api",
        ),
        field(
            "shop-service-key",
            "CHARGEBEE_API_KEY",
            32,
            "etsy, woocommerce, bigcommerce, chargebee, recurly, adyen, transferwise, !wise, gumroad, lemonsqueezy, "
            "lemon squeezy, mollie, coinpayments, bitpay, dwolla, finicity, truelayer, yodlee, xero, quickbooks, "
            "freshbooks, snipcart, ecwid, magento, moonclerk, paymongo, paystack, midtrans, taxjar, avalara, "
            "shipstation, shipengine, aftership, onfleet, bol com, mercadopago, iyzico, payfast, worldpay, authorize "
            "net, verifone, !clover, squarespace, xendit, cashfree, checkout com, sumup, zuora, rentberry, lightspeed, "
            "toast api, doordash, uber api, lyft, airbnb, printful, printify, gelato api",
        ),
        field(
            "mail-service-key",
            "MAILJET_SECRET_KEY",
            32,
            "mailjet, sparkpost, elasticemail, elastic email, customerio, customer io, !cio, !braze, !iterable, "
            "sendpulse, sendfox, convertkit, campaign monitor, campaignmonitor, activecampaign, aweber, mailerlite, "
            "mailmodo, zeptomail, smtp2go, socketlabs, getresponse, mailtrap, postageapp, pepipost, mailosaur, mailsac, "
            "klaviyo, mailersend, !drip, !loops, constant contact, benchmark email, inboxlab, mailbluster, sendy api, "
            "listmonk",
        ),
        field(
            "message-service-key",
            "MESSAGEBIRD_API_KEY",
            25,
            "messagebird, message bird, sendbird, !bandwidth, infobip, clicksend, textmagic, sinch, !pusher, !ably, "
            "stream chat, kaleyra, tyntec, d7network, mesibo, telesign, !agora, pushbullet, pushover, !courier, "
            "urbanairship, !airship, twilio, nexmo, !zoom, webex, ringcentral, dialpad, aircall, callrail, openphone, "
            "whatsapp, !viber, gitter, slack signing, slack client, notify line, linenotify",
        ),
        field(
            "social-service-key",
            "SPOTIFY_CLIENT_SECRET",
            32,
            "!reddit, spotify, tiktok, flickr, tumblr, vimeo, soundcloud, snapchat, deviantart, last fm, genius api, "
            "genius token, discogs, trakt, tmdb, themoviedb, omdb, strava, fitbit, withings, !oura, garmin, mastodon, "
            "disqus, vkontakte, !vk, weibo, bilibili, wechat, weixin, patreon, !buffer, hootsuite, substack, steam api, "
            "steam web, faceit, osu api, lichess, chess com, goodreads, letterboxd, untappd, couchsurfing, ravelry",
        ),
        field(
            "log-service-key",
            "LOGGLY_TOKEN",
            36,
            "loggly, logzio, logz io, !logz, logentries, papertrail, logdna, mezmo, coralogix, logtail, !axiom, "
            "rollbar, raygun, bugsnag, airbrake, honeybadger, appsignal, instana, lightstep, signalfx, librato, scout "
            "apm, lumigo, epsagon, elmah, trackjs, logrocket, sematext, humio, graylog, victorops, splunk",
        ),
        field(
            "exchange-key",
            "BINANCE_API_SECRET",
            64,
            "coinbase, binance, !kraken, kucoin, bittrex, bitmex, bybit, !okx, okex, bitfinex, bitstamp, gemini "
            "exchange, poloniex, huobi, gate io, deribit, !ftx, hitbtc, cryptocompare, coinmarketcap, coingecko, "
            "coinapi, blocknative, nansen, messari, polymarket, poly secret, poly key, poly api, poly address, poly "
            "passphrase, bitget, !mexc, crypto com, blockchain com, !uphold, coinex, upbit, bithumb, wazirx, !luno, "
            "blockcypher, blockfrost, tatum io, chainstack, quicknode",
        ),
        field(
            "identity-service-key",
            "WIZ_CLIENT_SECRET",
            64,
            "onelogin, descope, stytch, fusionauth, jumpcloud, !duo, wiz client, wiz secret, wiz io, wiz token, "
            "keycloak, magic link, frontegg, loginradius, supertokens, ping identity, pingone, forgerock, cyberark, "
            "beyondtrust, crowdstrike, sentinelone, zscaler, netskope, qualys, tenable, rapid7, sumsub, veriff, jumio, "
            "!persona, trulioo, arkose, hcaptcha, !turnstile, friendly captcha",
        ),
    ),
)
