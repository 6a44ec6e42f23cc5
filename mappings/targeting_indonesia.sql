-- Who was listed for cash aid in 640 Indonesian subvillages, and how neighbours had ranked each household.
--
--   phayan import mappings/targeting_indonesia.sql --set households=households.csv.gz \
--     --set rankings=peer_rankings.csv.gz
--
-- Origin: Alatas, Banerjee, Hanna, Olken and Tobias, "Targeting the Poor", American Economic Review 102(4), 2012,
--   doi:10.7910/DVN/M7SKQZ, as kept by LendieFollett/Hybrid-Targeting: one row per sampled household, and one row
--   per household that ranked another.
-- Licence: CC0 1.0 for the first publication, as recorded by others. Cite the article. No record is part of this
--   project.
--
-- What stands for what.
--   a household         ClaimReceived through the channel `import`, with the district as its area
--   its attributes      one disclosure of that claim: personal data never stand in an entry
--   a row of rankings   AttestationGiven on the claim of the ranked household by the ranker: place N among the sampled
--                       neighbours (1 is the poorest) is the fact code peer_rank_N, and places of two subvillages say
--                       nothing about each other. A ranker spoke from living there: basis lives_next_door; how sure
--                       they were was not asked: probable
--   being on the list   EligibilityDecided, result grant or refuse, by the subvillage's meeting or office: there is no
--                       single official. The way in which the list was drawn stands as its law: pmt (a formula),
--                       community (a meeting) or hybrid
--   the meeting's rank  a fact of that decision, disclosed with it; it is no attestation, since nobody signed it
-- No record has a date. The order is made up: claims, then rankings, then decisions, each as in the files. Nothing
-- may be concluded from time. The programme's first day is that of the year of the experiment.
--
-- Not imported: measures of consumption and food (consumption, consumption_ae, food, nonfood, nonstaple, diversity),
-- taken later for research and unknown to those who decided; and the variants of the meeting (elite, poorest10,
-- daymeeting), which no member holds.
--
-- Refused by the ledger, and right so: rankings of one's own household, a pair ranked twice, and households that are
-- not in the file.

WITH households AS (
    SELECT row_number() OVER () AS place, *
    FROM read_csv(getvariable('households'), all_varchar = true)
),

rankings AS (
    SELECT row_number() OVER () AS place, *
    FROM read_csv(getvariable('rankings'), all_varchar = true)
),

-- Whole numbers as integers, the others as the text that the file has: an entry holds no fractions.
attributes AS (
    SELECT
        hhid,
        json_group_object(
            name,
            CASE
                WHEN regexp_full_match(value, '-?[0-9]{1,15}([.]0+)?')
                    THEN to_json(split_part(value, '.', 1)::BIGINT)
                ELSE to_json(value)
            END
        ) AS household
    FROM (
        UNPIVOT households
        ON COLUMNS(* EXCLUDE (
            place, hhid, province, district, ea, pmt, community, hybrid, elite, poorest10, daymeeting, treated, rank,
            consumption, consumption_ae, food, nonfood, nonstaple, diversity
        ))
        INTO NAME name VALUE value
    )
    GROUP BY hhid
),

records AS (
    SELECT
        0 AS part, 0 AS place, 'programme' AS stream_kind, 'targeting_indonesia' AS stream_key,
        'ProgrammePublished' AS type, NULL AS official,
        json_object(
            'version', 1, 'from', '2008-01-01', 'profile', 'historical',
            'rules', sha256('Targeting the Poor: lists drawn by formula, by meeting, or by both.'),
            'benefits', json_array('cash_aid'),
            'facts', json_array(json_object(
                'code', 'peer_rank', 'sensitive', false, 'quorum', false, 'max_age', 365, 'small_village', false
            )),
            'clocks', json_array(), 'templates', json_array(), 'audit_ppm', 0, 'small_cell', 11
        ) AS data,
        NULL AS personal

    UNION ALL
    SELECT
        1, place, 'claim', hhid, 'ClaimReceived', NULL,
        json_object(
            'programme', json('{"$entry": ["programme", "targeting_indonesia", "ProgrammePublished", 1]}'),
            'benefit', 'cash_aid', 'via', json_object('channel', 'import', 'auth', 'none'),
            'facts', json_array(), 'documents', json_array(),
            'area', lpad(province, 2, '0') || lpad(district, 2, '0')
        ),
        json_object('applicant/household', household)
    FROM households LEFT JOIN attributes USING (hhid)

    UNION ALL
    SELECT
        2, place, 'claim', hhid_ranked, 'AttestationGiven', 'household ' || hhid_ranker,
        json_object(
            'facts', json_array('peer_rank_' || rank), 'stance', 'supports', 'basis', 'lives_next_door',
            'relation', CASE hhid_ranker WHEN hhid_ranked THEN 'same_household' ELSE 'neighbour' END,
            'confidence', 'probable'
        ),
        NULL
    FROM rankings

    UNION ALL
    SELECT
        3, place, 'claim', hhid, 'EligibilityDecided', 'subvillage ' || ea,
        json_object(
            'result', CASE treated WHEN '1' THEN 'grant' WHEN '0' THEN 'refuse' END, 'benefit', 'cash_aid',
            'order_maker', 'committee', 'occasion', 'first', 'found', json_array(),
            'law', json_array(
                CASE '1' WHEN pmt THEN 'pmt' WHEN community THEN 'community' WHEN hybrid THEN 'hybrid' END
            )
        ),
        CASE WHEN rank IS NOT NULL THEN json_object('applicant/meeting_rank', rank) END
    FROM households
)

SELECT stream_kind, stream_key, type, NULL AS at, official, data, personal
FROM records
ORDER BY part, place
