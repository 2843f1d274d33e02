# Answers of R for the statistics in studies/src/stats: run `Rscript oracle.R` in this folder.
# Writes the data sets it reads (as `<data>.csv`) and `expected.csv` (case, quantity, value). Needs the packages survival, MASS,
# etm, epitools and MatchIt (Debian: r-base-core r-cran-survival r-cran-mass r-cran-etm r-cran-epitools r-cran-matchit).
library(survival)
suppressMessages(library(MASS))

rows <- list()
say <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, quantity = quantity, value = sprintf("%.12g", value))
}
coefficients_of <- function(case, fit) {
  table <- summary(fit)$coefficients
  names <- rownames(table)
  for (i in seq_along(names)) {
    say(case, paste0("coefficient ", i), table[i, 1])
    say(case, paste0("standard error ", i), table[i, if (inherits(fit, "coxph")) 3 else 2])
  }
}
keep <- function(name, data) write.csv(data, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)

# Exact limits.
for (d in c(0, 1, 5, 9, 10, 34, 100, 3974)) {
  test <- poisson.test(d)
  say("poisson.test", paste0("low ", d), test$conf.int[1])
  say("poisson.test", paste0("high ", d), test$conf.int[2])
}
for (pair in list(c(0, 20), c(3, 29), c(15, 148), c(81, 263), c(20, 20))) {
  test <- binom.test(pair[1], pair[2])
  say("binom.test", paste0("low ", pair[1], "/", pair[2]), test$conf.int[1])
  say("binom.test", paste0("high ", pair[1], "/", pair[2]), test$conf.int[2])
}
for (pair in list(c(11, 21), c(13, 160), c(300, 45))) {
  test <- poisson.test(pair, c(1, 1))
  say("poisson.test of two", paste0("low ", pair[1], ":", pair[2]), test$conf.int[1])
  say("poisson.test of two", paste0("high ", pair[1], ":", pair[2]), test$conf.int[2])
}

# Poisson regression: deaths of British doctors from coronary heart disease (Breslow and Day 1987, table 2.1, after Doll and Hill).
doctors <- data.frame(
  deaths = c(32, 104, 206, 186, 102, 2, 12, 28, 28, 31),
  years = c(52407, 43248, 28612, 12663, 5317, 18790, 10673, 5710, 2585, 1462),
  smokes = rep(1:0, each = 5), age = rep(1:5, 2))
for (band in 2:5) doctors[[paste0("age", band)]] <- as.integer(doctors$age == band)
doctors$age <- NULL
keep("doctors", doctors)
fit <- glm(deaths ~ smokes + age2 + age3 + age4 + age5 + offset(log(years)), poisson, doctors, control = list(epsilon = 1e-13))
coefficients_of("poisson doctors", fit)
say("poisson doctors", "deviance", deviance(fit))

# Logistic regression: infertility after abortion (R's `infert`).
case <- infert[, c("case", "age", "parity", "induced", "spontaneous")]
keep("infert", case)
fit <- glm(case ~ age + parity + induced + spontaneous, binomial, case, control = list(epsilon = 1e-13))
coefficients_of("logistic infert", fit)
say("logistic infert", "deviance", deviance(fit))

# Kaplan-Meier with Greenwood's error and log-log limits; log-rank.
survival_at <- function(case, fit, times) {
  found <- summary(fit, times = times)
  for (i in seq_along(times)) {
    say(case, paste0("survival ", times[i]), found$surv[i])
    say(case, paste0("standard error ", times[i]), found$std.err[i])
    say(case, paste0("low ", times[i]), found$lower[i])
    say(case, paste0("high ", times[i]), found$upper[i])
  }
}
leukaemia <- data.frame(time = gehan$time, event = gehan$cens, drug = as.integer(gehan$treat == "6-MP"))
keep("leukaemia", leukaemia)
survival_at("kaplan-meier leukaemia",
  survfit(Surv(time, event) ~ 1, leukaemia[leukaemia$drug == 1, ], conf.type = "log-log"), c(6, 7, 10, 13, 16, 22, 23))
lung2 <- data.frame(time = lung$time, event = lung$status - 1, age = lung$age, sex = lung$sex, ecog = lung$ph.ecog)
lung2 <- lung2[complete.cases(lung2), ]
keep("lung", lung2)
survival_at("kaplan-meier lung", survfit(Surv(time, event) ~ 1, lung2, conf.type = "log-log"), c(30, 100, 180, 365, 730))
log_rank <- function(case, test) {
  say(case, "chi-squared", test$chisq)
  for (i in 1:2) {
    say(case, paste0("observed ", i), test$obs[i])
    say(case, paste0("expected ", i), test$exp[i])
  }
}
log_rank("log-rank leukaemia", survdiff(Surv(time, event) ~ drug, leukaemia))
log_rank("log-rank lung", survdiff(Surv(time, event) ~ sex, lung2))

# Aalen-Johansen: plasma cell malignancy and death without it (survival's `mgus2`); variance of etm (Greenwood type).
gammopathy <- with(mgus2, data.frame(time = ifelse(pstat == 1, ptime, futime), cause = ifelse(pstat == 1, 1, 2 * death)))
gammopathy <- gammopathy[gammopathy$time > 0, ]
keep("gammopathy", gammopathy)
suppressMessages(library(etm))
entries <- data.frame(id = seq_len(nrow(gammopathy)), from = 0, to = ifelse(gammopathy$cause == 0, "cens", gammopathy$cause),
  entry = 0, exit = gammopathy$time)
allowed <- matrix(FALSE, 3, 3); allowed[1, 2:3] <- TRUE
paths <- etm(entries, c("0", "1", "2"), allowed, "cens", s = 0)
for (cause in c("1", "2")) for (time in c(12, 60, 120, 240)) {
  at <- max(which(paths$time <= time))
  say("aalen-johansen gammopathy", paste0("incidence ", cause, " ", time), paths$est["0", cause, at])
  name <- paste("0", cause)
  say("aalen-johansen gammopathy", paste0("standard error ", cause, " ", time), sqrt(paths$cov[name, name, at]))
}
check <- survfit(Surv(time, factor(cause)) ~ 1, gammopathy)
stopifnot(abs(summary(check, times = 120)$pstate[2] - paths$est["0", "1", max(which(paths$time <= 120))]) < 1e-12)

# Cox with Efron's ties: fixed covariates, and counting process with a state that changes (Stanford heart transplants).
tight <- coxph.control(eps = 1e-12, iter.max = 50)
fit <- coxph(Surv(time, event) ~ age + sex + ecog, lung2, ties = "efron", control = tight)
coefficients_of("cox lung", fit)
say("cox lung", "log likelihood without covariates", fit$loglik[1])
say("cox lung", "log likelihood", fit$loglik[2])
transplants <- data.frame(start = heart$start, stop = heart$stop, event = heart$event, age = round(heart$age, 6),
  year = round(heart$year, 6), surgery = heart$surgery, transplant = as.integer(heart$transplant) - 1)
keep("transplants", transplants)
fit <- coxph(Surv(start, stop, event) ~ age + year + surgery + transplant, transplants, ties = "efron", control = tight)
coefficients_of("cox transplants", fit)
say("cox transplants", "log likelihood without covariates", fit$loglik[1])
say("cox transplants", "log likelihood", fit$loglik[2])
fit <- coxph(Surv(time, event) ~ drug, leukaemia, ties = "efron", control = tight)
coefficients_of("cox leukaemia", fit)

# Directly standardised rate, Dobson's interval around Byar's or exact limits as in PHEindicatormethods, written out here on its own;
# the estimate also from epitools. European Standard Population 2013.
esp2013 <- c(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000)
bands <- data.frame(
  events = c(0, 0, 1, 6, 18, 31, 44, 52, 40, 33, 21, 12, 9, 5, 4, 2, 1, 0, 0),
  years = c(900, 1100, 1500, 4200, 9100, 12800, 15200, 14900, 11100, 7600, 4300, 2500, 1400, 800, 500, 300, 200, 120, 60))
keep("bands", bands)
count_limits <- function(o) {
  if (o < 10) return(c(qchisq(0.025, 2 * o) / 2, qchisq(0.975, 2 * o + 2) / 2))
  z <- qnorm(0.975)
  c(o * (1 - 1 / (9 * o) - z / (3 * sqrt(o)))^3, (o + 1) * (1 - 1 / (9 * (o + 1)) + z / (3 * sqrt(o + 1)))^3)
}
standardised <- function(case, bands, weights) {
  o <- sum(bands$events)
  dsr <- sum(weights * bands$events / bands$years) / sum(weights)
  variance <- sum(weights^2 * bands$events / bands$years^2) / sum(weights)^2
  limits <- dsr + sqrt(variance / o) * (count_limits(o) - o)
  stopifnot(abs(dsr - epitools::ageadjust.direct(bands$events, bands$years, stdpop = weights)[["adj.rate"]]) < 1e-12)
  say(case, "rate per 1000", 1000 * dsr); say(case, "low", 1000 * limits[1]); say(case, "high", 1000 * limits[2])
}
standardised("directly standardised rate", bands, esp2013)
few <- transform(bands, events = c(0, 0, 0, 1, 2, 1, 0, 2, 1, rep(0, 10)))
say("directly standardised rate of few", "events", sum(few$events))

# Standardised mortality ratio: observed over expected with the same limits.
reference <- c(0.0005, 0.0001, 0.0001, 0.0004, 0.0005, 0.0006, 0.0008, 0.0012, 0.0018, 0.0027, 0.004, 0.006, 0.01, 0.016, 0.025, 0.04, 0.07, 0.12, 0.2)
keep("reference", data.frame(rate = reference))
expected <- sum(bands$years * reference)
observed <- sum(bands$events)
for (o in c(observed, 7)) {
  limits <- count_limits(o) / expected
  say("standardised mortality ratio", paste0("expected ", o), expected)
  say("standardised mortality ratio", paste0("ratio ", o), o / expected)
  say("standardised mortality ratio", paste0("low ", o), limits[1])
  say("standardised mortality ratio", paste0("high ", o), limits[2])
}

# Balance and matching: training programme (MatchIt's data `lalonde`), nearest neighbour 1:1 without replacement on the logit, largest
# score first, caliper 0.2 pooled standard deviations, written out.
data("lalonde", package = "MatchIt")
training <- data.frame(treated = lalonde$treat, age = lalonde$age, education = lalonde$educ, married = lalonde$married,
  black = as.integer(lalonde$race == "black"), earned = round(lalonde$re75 / 1000, 6))
keep("training", training)
score <- glm(treated ~ age + education + married + black + earned, binomial, training, control = list(epsilon = 1e-13))$linear.predictors
for (name in names(training)[-1]) {
  x <- training[[name]][training$treated == 1]; y <- training[[name]][training$treated == 0]
  say("balance training", name, (mean(x) - mean(y)) / sd(x))
}
group <- which(training$treated == 1)
free <- others <- which(training$treated == 0)
pooled <- sqrt((var(score[group]) * (length(group) - 1) + var(score[others]) * (length(others) - 1)) / (nrow(training) - 2))
pairs <- NULL
for (member in group[order(-score[group])]) {
  distance <- abs(score[free] - score[member])
  nearest <- which.min(distance)
  if (distance[nearest] <= 0.2 * pooled) {
    pairs <- rbind(pairs, c(member, free[nearest]))
    free <- free[-nearest]
  }
}
say("matching training", "pairs", nrow(pairs))
for (name in names(training)[-1]) {
  difference <- mean(training[[name]][pairs[, 1]]) - mean(training[[name]][pairs[, 2]])
  say("matching training", name, difference / sd(training[[name]][group]))
}

answers <- do.call(rbind, rows)
write.csv(answers, "expected.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste(c("survival", "MASS", "etm", "epitools", "MatchIt"),
  sapply(c("survival", "MASS", "etm", "epitools", "MatchIt"), function(p) as.character(packageVersion(p))))), "versions.txt")
