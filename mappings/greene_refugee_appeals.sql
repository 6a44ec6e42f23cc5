-- 384 refugee claimants whom a board refused in 1990, and the judges whom they asked for leave to appeal.
--
--   phayan import mappings/greene_refugee_appeals.sql --set appeals=greene.csv
--
-- Origin: Ian Greene, York University; the data frame `Greene` of the R package carData (J. Fox, Applied Regression
--   Analysis and Generalized Linear Models, 2016), written as CSV: rownames, judge, nation, rater, decision, language,
--   location, success.
-- Licence: carData is GPL (2 or later). No record is part of this project.
--
-- What stands for what.
--   the refusal       EligibilityDecided, result refuse. Its members are not named: the board of the place where the
--                     claim was made stands for the official whose order is appealed
--   the request       GrievanceFiled, an appeal of level 1
--   the judge's word  GrievanceDetermined by that judge: `upheld` where leave was granted, else `not_upheld`. Leave is
--                     the first success on the way, not yet a ruling on the claim
--   nation, language  disclosures: a claimant's origin is personal
-- No record has a date beyond the year. The order is made up: refusals, requests, rulings, each as in the file.
--
-- Not imported: the opinion of an independent rater and the success rate of all cases from a nation. Both are outside
-- measures, made afterwards; no judge had them, so they must not stand in a stream. Reports read them beside it.

WITH appeals AS (
    SELECT
        row_number() OVER () AS place,
        *,
        json('{"$entry": ["programme", "greene_refugee_appeals", "ProgrammePublished", 1]}') AS programme
    FROM read_csv(getvariable('appeals'), all_varchar = true)
),

records AS (
    SELECT
        0 AS part, 0 AS place, 'programme' AS stream_kind, 'greene_refugee_appeals' AS stream_key,
        'ProgrammePublished' AS type, NULL AS official,
        json_object(
            'version', 1, 'from', '1990-01-01', 'profile', 'historical',
            'rules', sha256('Refugee claims refused in 1990, and leave to appeal.'),
            'benefits', json_array('refugee_status'), 'facts', json_array(), 'clocks', json_array(),
            'templates', json_array(), 'audit_ppm', 0, 'small_cell', 11
        ) AS data,
        NULL AS personal

    UNION ALL
    SELECT
        1, place, 'claim', rownames, 'EligibilityDecided', 'board ' || location,
        json_object(
            'programme', programme, 'result', 'refuse', 'benefit', 'refugee_status', 'order_maker', 'official',
            'occasion', 'first', 'found', json_array(), 'law', json_array()
        ),
        json_object('applicant/nationality', nation)
    FROM appeals

    UNION ALL
    SELECT
        2, place, 'grievance', rownames, 'GrievanceFiled', NULL,
        json_object(
            'kind', 'appeal', 'programme', programme,
            'contests', json_array(json_object(
                'claim', json_object('$stream', json_array('claim', rownames)),
                'entry', json_object('$entry', json_array('claim', rownames, 'EligibilityDecided', 1))
            )),
            'about', json_array(), 'grounds', json_array(), 'remedies', json_array(), 'related', json_array(),
            'urgency', 'normal', 'anonymity', 'open', 'level', 1
        ),
        json_object('complainant/language', language)
    FROM appeals

    UNION ALL
    SELECT
        3, place, 'grievance', rownames, 'GrievanceDetermined', 'judge ' || judge,
        json_object(
            'outcome', CASE decision WHEN 'yes' THEN 'upheld' WHEN 'no' THEN 'not_upheld' END,
            'findings', json_array(), 'remedies', json_array(), 'law', json_array(), 'order_maker', 'official'
        ),
        NULL
    FROM appeals
)

SELECT stream_kind, stream_key, type, NULL AS at, official, data, personal
FROM records
ORDER BY part, place
