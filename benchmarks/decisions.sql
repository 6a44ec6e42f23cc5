-- The decision cube of a log of lives: officials' own decisions under a standard programme, each noticed once by
-- hand with a full block, appealed at most once. What the folds know of other lives is not written here.
WITH entry AS MATERIALIZED (SELECT * FROM read_parquet($file)),
cut AS (SELECT CAST(CAST(max_by(recorded_at, i) AS TIMESTAMP) + INTERVAL 7 HOUR AS DATE) AS day FROM entry),
seat AS (
  SELECT data->>'actor' AS who, max_by(data->>'office', i) AS office FROM entry
  WHERE type = 'MandateGranted' AND data->>'role' IN ('officer', 'supervisor', 'reviewer', 'appellate') GROUP BY 1
),
claim AS (
  SELECT stream, data->>'area' AS district, data->>'$.via.channel' AS channel,
         data->>'$.programme.stream' AS programme, data->>'$.programme.version' AS rule
  FROM entry WHERE type = 'ClaimReceived'
),
decision AS (
  SELECT i, stream, version, who, data->>'result' AS result,
         strftime(CAST(said AS TIMESTAMP) + INTERVAL 7 HOUR, '%Y-%m') AS month
  FROM entry WHERE type = 'EligibilityDecided'
),
told AS (
  SELECT stream, CAST(data->>'$.decision.version' AS BIGINT) AS version,
         min(CAST(data->>'received_on' AS DATE)) + 15 AS ends
  FROM entry WHERE type = 'DecisionNotified' GROUP BY 1, 2
),
filed AS (
  SELECT stream AS appeal, data->>'$.contests[0].claim' AS stream,
         CAST(data->>'$.contests[0].entry.version' AS BIGINT) AS version
  FROM entry WHERE type = 'GrievanceFiled'
),
outcome AS (
  SELECT stream AS appeal, max_by(data->>'outcome', i) AS outcome FROM entry WHERE type = 'GrievanceDetermined' GROUP BY 1
),
corrected AS (
  SELECT stream, CAST(data->>'$.supersedes.version' AS BIGINT) AS version, min_by(data->>'cause', i) AS way
  FROM entry WHERE type = 'DecisionRevised' AND data->>'result' = 'grant' GROUP BY 1, 2
),
fact AS (
  SELECT d.who AS decider, coalesce(s.office, '') AS office, c.district, d.result, c.channel, d.month, c.programme, c.rule,
         t.ends IS NULL AS silent,
         t.ends + CASE isodow(t.ends) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END < cut.day AS over,
         f.appeal IS NOT NULL AS appealed, o.outcome IS NOT NULL AS decided, o.outcome = 'upheld' AS fell,
         CASE WHEN d.result <> 'grant' THEN r.way END AS way
  FROM decision d JOIN claim c USING (stream) LEFT JOIN seat s ON s.who = d.who
  LEFT JOIN told t ON t.stream = d.stream AND t.version = d.version
  LEFT JOIN filed f ON f.stream = d.stream AND f.version = d.version LEFT JOIN outcome o ON o.appeal = f.appeal
  LEFT JOIN corrected r ON r.stream = d.stream AND r.version = d.version CROSS JOIN cut
),
standing AS (
  SELECT *, coalesce(over, false) AND NOT (appealed AND NOT decided) AS matured,
         coalesce(over, false) AND appealed AND NOT decided AS pending, coalesce(fell, false) AS overturned
  FROM fact
)
SELECT decider, office, district, programme, rule, result, channel, 'own', month,
       count(*)::BIGINT, count_if(result = 'refuse'), count_if(matured), count_if(pending),
       count_if(matured AND appealed), count_if(matured AND decided), count_if(matured AND overturned), 0, 0,
       count_if(matured AND (overturned OR way IS NOT NULL)), 0, count_if(matured AND coalesce(way = 'appeal', false)), 0, 0, 0, 0,
       count_if(matured AND overturned AND way IS NULL), count_if(silent), 0, count(*)::BIGINT, 0, 0
FROM standing GROUP BY ALL ORDER BY decider, office, district, programme, rule, result, channel, month
